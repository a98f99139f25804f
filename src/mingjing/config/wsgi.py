import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
application = get_wsgi_application()

# What every request shares stays for good: walking through it again and again for
# garbage would halt one page in a few dozens for a tenth of a second.
gc.collect()
gc.freeze()
