"""Whether a reform worked, told from what the weeks would have brought anyway."""
