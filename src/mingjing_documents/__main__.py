import sys

from mingjing_documents.cli import main

sys.exit(main(sys.argv[1:]))
