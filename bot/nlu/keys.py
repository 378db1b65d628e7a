"""The names under which our components leave their work on a Rasa message."""

METADATA = "metadata"  # what the channel says beside the text
DOCUMENT = "document"  # bot.language.document.Document; stays in the process
NORMALISED = "normalised"  # text in standard words; stays in the process
ENCODE = "encode"  # text -> sentence vector; stays in the process
QUESTIONS = "questions"  # ids of the entries that are asked for, in order
PICKED = "picked"  # true for "2" where we have offered questions; stays in the process
IN_CONTEXT = "in_context"  # true where what was said before made the question clear
HAS_MEMORY = "has_memory"  # true where the conversation has begun before and is not stale; stays in the process
RANKING = "ranking"  # [{"label", "confidence"}], most probable first
SCOPE = "scope"  # 0 to 1: how sure it is that the message is ours
FINDINGS = "findings"  # Finding.as_json()
ELAPSED = "elapsed"  # ElapsedTime.as_json()
SESSION_HOURS = "session_hours"  # since the session, where it is said or known
PAIN_REPORT = "pain_report"  # PainReport.as_json(), from the channel
TRIAGE = "triage"  # Assessment.as_json()

UNSURE = "unsure"
OUT_OF_SCOPE = "out_of_scope"
REPORT_PAIN_SCORE = "report_pain_score"
RED_FLAGS = {"emergency": "red_flag_emergency", "urgent": "red_flag_urgent"}  # level: intent
