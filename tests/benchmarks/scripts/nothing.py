"""Nothing is what should be missing."""
print(0)
