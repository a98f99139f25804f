import gc
import sys

from mingjing_documents.cli import main

gc.disable()  # one document, then the process ends: nothing needs collecting
sys.exit(main(sys.argv[1:]))
