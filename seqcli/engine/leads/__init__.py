"""What moves leads: events applied, releases, steering, imports."""
