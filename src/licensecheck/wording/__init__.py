"""What is said: data of the rooms below goes in with a language, words come out."""
