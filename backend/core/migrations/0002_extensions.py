from django.contrib.postgres.operations import BtreeGistExtension, CITextExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [TrigramExtension(), BtreeGistExtension(), CITextExtension()]
