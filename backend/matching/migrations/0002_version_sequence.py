from django.db import migrations


class Migration(migrations.Migration):
    """Document versions: one sequence, so that a later mark always has the larger number."""

    dependencies = [("matching", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE matching_document_version", "DROP SEQUENCE matching_document_version")
    ]
