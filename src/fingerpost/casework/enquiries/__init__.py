"""Section 47 enquiries, single assessments, initial child protection conferences: stages, folded from steps."""
