"""The lint of letters to the public: rules are data, findings explain themselves."""
