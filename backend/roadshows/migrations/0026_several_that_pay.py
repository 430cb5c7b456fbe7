import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roadshows', '0025_history_of_all_of_it'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='tickettype',
            name='ticket_type_groups_are_free_and_open',
        ),
        migrations.AddConstraint(
            model_name='tickettype',
            constraint=models.CheckConstraint(condition=models.Q(('max_per_order', 1), models.Q(('is_for_list', False), ('members_of__len', 0), ('needs_standing', False)), _connector='OR'), name='ticket_type_groups_are_open'),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='waitlistentry',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='waitlistentry',
            name='update_update',
        ),
        migrations.AddField(
            model_name='waitlistentry',
            name='party_size',
            field=models.PositiveSmallIntegerField(default=1, help_text='places that are taken together, or none of them'),
        ),
        migrations.AddField(
            model_name='waitlistentryevent',
            name='party_size',
            field=models.PositiveSmallIntegerField(default=1, help_text='places that are taken together, or none of them'),
        ),
        migrations.AlterField(
            model_name='waitlistentry',
            name='not_offered_reason',
            field=models.CharField(blank=True, choices=[('kind_full', '所选票种没有空位'), ('fewer_free', '空出的名额少于所需人数'), ('kind_not_offered', '所选票种已停售'), ('not_payable', '暂时无法付款'), ('registration_closed', '报名已截止'), ('has_ticket', '已有票券'), ('list_off', '候补已关闭'), ('contact_removed', '联系方式已清除')], default='', max_length=20),
        ),
        migrations.AlterField(
            model_name='waitlistentry',
            name='quota_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text='what the places held were counted in', size=None),
        ),
        migrations.AlterField(
            model_name='waitlistentry',
            name='ticket_type',
            field=models.ForeignKey(blank=True, help_text='of the places held', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='roadshows.tickettype'),
        ),
        migrations.AlterField(
            model_name='waitlistentryevent',
            name='not_offered_reason',
            field=models.CharField(blank=True, choices=[('kind_full', '所选票种没有空位'), ('fewer_free', '空出的名额少于所需人数'), ('kind_not_offered', '所选票种已停售'), ('not_payable', '暂时无法付款'), ('registration_closed', '报名已截止'), ('has_ticket', '已有票券'), ('list_off', '候补已关闭'), ('contact_removed', '联系方式已清除')], default='', max_length=20),
        ),
        migrations.AlterField(
            model_name='waitlistentryevent',
            name='quota_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text='what the places held were counted in', size=None),
        ),
        migrations.AlterField(
            model_name='waitlistentryevent',
            name='ticket_type',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='of the places held', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='roadshows.tickettype'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='waitlistentry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "roadshows_waitlistentryevent" ("consent_version", "consented_at", "contact_removed_at", "created_at", "email", "event_id", "id", "idempotency_key", "language", "left_because", "name", "not_offered_reason", "offer_expires_at", "offered_at", "organization_name", "party_size", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "queued_at", "quota_ids", "registration_id", "removal_reason", "request_digest", "secret_digest", "state", "ticket_type_id", "updated_at") VALUES (NEW."consent_version", NEW."consented_at", NEW."contact_removed_at", NEW."created_at", NEW."email", NEW."event_id", NEW."id", NEW."idempotency_key", NEW."language", NEW."left_because", NEW."name", NEW."not_offered_reason", NEW."offer_expires_at", NEW."offered_at", NEW."organization_name", NEW."party_size", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."queued_at", NEW."quota_ids", NEW."registration_id", NEW."removal_reason", NEW."request_digest", NEW."secret_digest", NEW."state", NEW."ticket_type_id", NEW."updated_at"); RETURN NULL;', hash='b83125e49689384c8e3ea22492527fe4da109c6a', operation='INSERT', pgid='pgtrigger_insert_insert_7e23d', table='roadshows_waitlistentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='waitlistentry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "roadshows_waitlistentryevent" ("consent_version", "consented_at", "contact_removed_at", "created_at", "email", "event_id", "id", "idempotency_key", "language", "left_because", "name", "not_offered_reason", "offer_expires_at", "offered_at", "organization_name", "party_size", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "queued_at", "quota_ids", "registration_id", "removal_reason", "request_digest", "secret_digest", "state", "ticket_type_id", "updated_at") VALUES (NEW."consent_version", NEW."consented_at", NEW."contact_removed_at", NEW."created_at", NEW."email", NEW."event_id", NEW."id", NEW."idempotency_key", NEW."language", NEW."left_because", NEW."name", NEW."not_offered_reason", NEW."offer_expires_at", NEW."offered_at", NEW."organization_name", NEW."party_size", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."queued_at", NEW."quota_ids", NEW."registration_id", NEW."removal_reason", NEW."request_digest", NEW."secret_digest", NEW."state", NEW."ticket_type_id", NEW."updated_at"); RETURN NULL;', hash='d4ea423fe7e8c5824b701a3afc1bf1dfed37ca03', operation='UPDATE', pgid='pgtrigger_update_update_23659', table='roadshows_waitlistentry', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.CheckConstraint(condition=models.Q(('party_size__gte', 1), ('party_size__lte', 20)), name='waiting_wants_some_places'),
        ),
    ]
