import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaLineInputRequest } from '@/api';
import { eventsAgendaMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './events.module.css';
import { PitchSelect } from './PitchSelect';
import { useWritten } from './useWritten';
import type { EventDetail } from './words';

const AgendaStanding = lazy(() =>
  import('./agenda/AgendaStanding').then((found) => ({ default: found.AgendaStanding })),
);

const KINDS = ['pitch', 'talk', 'panel', 'break', 'qa'] as const;
type Line = Omit<AgendaLineInputRequest, 'kind'> & { kind: AgendaLineInputRequest['kind'] };

interface Values {
  lines: Line[];
}

/** The whole run of show at once: lines are written, moved by their buttons, and saved together. */
export function AgendaEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const save = useMutation({ ...eventsAgendaMutation(), onSuccess });
  const initial = event.agenda_draft.map(lineOf);
  useAnew(form, { lines: initial });
  const companies = new Map(
    event.agenda_draft.flatMap(({ pitch, company }) =>
      pitch && company ? [[pitch, company.display_name]] : [],
    ),
  );
  return (
    <section className={css.panel} aria-labelledby="agenda-editor">
      <h2 id="agenda-editor">{t('events:page.agenda')}</h2>
      <p className={css.quiet}>{t('events:desk.agenda_text')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ lines: initial }}
        onFinish={() =>
          save.mutate({
            path: { event_id: event.id },
            body: {
              edition: event.edition,
              lines: (form.getFieldsValue(true) as Values).lines.map(sent),
            },
          })
        }
      >
        <FormErrors form={form} error={save.error} />
        <Lines companies={companies} saving={save.isPending} />
      </Form>
      <Suspense fallback={<LoadingState rows={2} />}>
        <AgendaStanding event={event} />
      </Suspense>
    </section>
  );
}

function lineOf(line: EventDetail['agenda_draft'][number]): Line {
  const { id, kind, title, title_en, speaker, room, minutes, begins_after, pitch } = line;
  return {
    ...{ id, kind: kind as Line['kind'], title, minutes, pitch },
    title_en: title_en ?? '',
    speaker: speaker ?? '',
    room: room ?? '',
    begins_after: begins_after ?? null,
  };
}

/** Only a pitch slot names a pitch. */
function sent(line: Line): Line {
  return line.kind === 'pitch' ? line : { ...line, pitch: null };
}

function LineFields({ name, companies }: { name: number; companies: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('events');
  const kind = Form.useWatch<string | undefined>(['lines', name, 'kind']);
  return (
    <>
      <Form.Item name={[name, 'kind']} label={t('line.kind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`line.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name={[name, 'title']}
        label={t('line.title')}
        rules={[{ required: true, whitespace: true, message: t('register.needed') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name={[name, 'speaker']} label={t('line.speaker')}>
        <Input maxLength={80} placeholder={t('line.speakers')} />
      </Form.Item>
      <Form.Item name={[name, 'room']} label={t('line.room')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name={[name, 'minutes']}
        label={t('line.length')}
        rules={[{ required: true, message: t('register.needed') }]}
      >
        <InputNumber min={1} max={480} precision={0} />
      </Form.Item>
      <Form.Item name={[name, 'begins_after']} label={t('line.begins_after')}>
        <InputNumber min={0} max={20_160} precision={0} placeholder={t('line.follows')} />
      </Form.Item>
      {kind === 'pitch' ? (
        <Form.Item className={css.wide ?? ''} name={[name, 'pitch']} label={t('line.which_pitch')}>
          <PitchSelect known={companies} />
        </Form.Item>
      ) : null}
    </>
  );
}

interface LinesProps {
  companies: ReadonlyMap<string, string>;
  saving: boolean;
}

function Lines({ companies, saving }: LinesProps) {
  const { t } = useTranslation('events');
  return (
    <Form.List name="lines">
      {(fields, { add, remove, move }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className={css.line}>
              <LineFields name={name} companies={companies} />
              <div className={css.acts}>
                <Button disabled={name === 0} onClick={() => move(name, name - 1)}>
                  {t('line.up')}
                </Button>
                <Button disabled={name === fields.length - 1} onClick={() => move(name, name + 1)}>
                  {t('line.down')}
                </Button>
                <Button onClick={() => remove(name)}>{t('line.remove')}</Button>
              </div>
            </div>
          ))}
          <div className={css.acts}>
            <Button
              disabled={fields.length >= 60}
              onClick={() =>
                add({ kind: 'talk', title: '', title_en: '', speaker: '', room: '', minutes: 10 })
              }
            >
              {t('line.add')}
            </Button>
            <Button htmlType="submit" loading={saving}>
              {t('desk.save_agenda')}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}
