"""What clinicians and clinics do with the answers: read them all, sign them, see that their own fit."""
