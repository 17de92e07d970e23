"""The verbs of scarce things. None of them commits or knows HTTP."""
