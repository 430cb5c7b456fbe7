import backend.core.ids
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_verification_ends'),
        ("roadshows", "0019_several_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EventHelper',
            fields=[
                ('id', models.UUIDField(default=backend.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('role', models.CharField(choices=[('co_host', '共同主办'), ('desk', '接待'), ('check_in', '签到')], max_length=8)),
                ('state', models.CharField(choices=[('invited', '待答复'), ('accepted', '协办中'), ('declined', '已谢绝'), ('ended', '已结束')], default='invited', max_length=8)),
                ('email', models.EmailField(blank=True, default='', help_text='of the person who was asked', max_length=254)),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('zh-hant', '繁體中文'), ('en', 'English')], default='zh-hans', max_length=10)),
                ('secret_digest', models.CharField(help_text='of the link a person is sent', max_length=64, null=True, unique=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='roadshows.event')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lists', models.ManyToManyField(blank=True, help_text='of the door, for who checks in', related_name='helpers', to='roadshows.checkinlist')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event_helpers', to='organizations.organization')),
                ('person', models.ForeignKey(blank=True, help_text='who accepted', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='event_helpers', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='checkindevice',
            name='helper',
            field=models.ForeignKey(blank=True, help_text='as whom its maker helps the host; it is good as long as they do', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='devices', to='roadshows.eventhelper'),
        ),
        migrations.AddConstraint(
            model_name='eventhelper',
            constraint=models.CheckConstraint(condition=models.Q(('organization', None), models.Q(('email', ''), ('person', None)), _connector='OR'), name='event_helper_is_one_or_the_other'),
        ),
        migrations.AddConstraint(
            model_name='eventhelper',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'accepted'])), fields=('event', 'organization'), name='event_helper_organization_once'),
        ),
        migrations.AddConstraint(
            model_name='eventhelper',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'accepted']), models.Q(('email', ''), _negated=True)), fields=('event', 'email'), name='event_helper_email_once'),
        ),
        migrations.AddConstraint(
            model_name='eventhelper',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('event', 'person'), name='event_helper_person_once'),
        ),
        migrations.AddConstraint(
            model_name='eventhelper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='event_helper_ended_is_dated'),
        ),
    ]
