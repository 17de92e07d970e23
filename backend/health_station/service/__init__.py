"""The verbs of the health station. None of them commits or knows HTTP."""
