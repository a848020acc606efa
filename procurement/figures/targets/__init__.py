"""What units pledge and the office sets: said anew, never rewritten."""
