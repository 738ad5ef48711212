"""From an inquiry to a draft: questions, context, answers, frame, check."""
