"""The help desk: from an inquiry to a reply draft with its evidence."""
