from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadshows", "0017_after_the_event"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="is_asked_at_door",
            field=models.BooleanField(default=False, help_text="of who comes without a ticket as well"),
        ),
        migrations.AddField(
            model_name="question",
            name="is_shown_at_door",
            field=models.BooleanField(default=False, help_text="the door sees what a guest said"),
        ),
    ]
