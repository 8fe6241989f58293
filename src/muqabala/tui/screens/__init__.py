"""What a person sees at one time: the desk, the list of documents, and the small questions between."""
