"""Needlewise: a patient assistant for clinics that offer dry needling."""
