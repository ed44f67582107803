"""The papers that go with a submission, from a blank form to a statement that nothing changed."""
