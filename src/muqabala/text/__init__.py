"""What is true of Arabic and English strings, whoever asks. Pure functions: no files, no models, nothing of the house.

Every function that finds something answers with half-open code-point offsets into the text it was given.
"""
