import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileOutput, FinalDeck } from '@/api';
import { agendaSlotsDeckDeliverMutation, agendaSlotsDeckOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { uploadFile } from '@/app/upload';
import { FileDrop, type Send } from '@/shared/files/FileDrop';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { DeckFacts } from './DeckFacts';
import { isRendering } from './standing';

const RULES = { endings: ['.pdf'], maxBytes: 40 * 1024 * 1024 };

/** The sender's own until it is brought. */
const send: Send<FileOutput> = (file, onProgress, signal) =>
  uploadFile<FileOutput>({ url: '/api/v1/files/', file, values: { kind: 'deck' }, onProgress, signal });

/** What a company brings for its slot: a file, or the deck of its pitch as it is. */
export function FinalDeckPart({ slot }: { slot: string }) {
  const { t } = useTranslation('decks');
  const { data } = useQuery({
    ...agendaSlotsDeckOptions({ path: { slot_id: slot } }),
    refetchInterval: ({ state }) => (isRendering(state.data) ? 3000 : false),
  });
  if (!data?.due_at) return null;
  return (
    <section aria-labelledby={`deck-${slot}`}>
      <h3 id={`deck-${slot}`}>{t('title')}</h3>
      <p>
        {t('due')} <Time value={data.due_at} as="datetime" />
      </p>
      <p role="status">
        <DeckFacts deck={data} />
      </p>
      {data.takes_deck ? <Bring deck={data} /> : <p className={css.quiet}>{t('closed')}</p>}
    </section>
  );
}

function Bring({ deck }: { deck: FinalDeck }) {
  const { t } = useTranslation('decks');
  const [mayDownload, setMayDownload] = useState(deck.host_may_download);
  const deliver = useMutation({ ...agendaSlotsDeckDeliverMutation(), ...useTold()(t('brought')) });
  const bring = (file: string | null) =>
    deliver.mutate({ path: { slot_id: deck.slot }, body: { file, host_may_download: mayDownload } });
  return (
    <>
      <Checkbox checked={mayDownload} onChange={({ target }) => setMayDownload(target.checked)}>
        {t('may_download')}
      </Checkbox>
      <FileDrop<FileOutput>
        label={t(deck.state ? 'another' : 'upload')}
        rules={RULES}
        send={send}
        onDone={({ id }) => bring(id)}
      />
      <div className={css.acts}>
        <Button loading={deliver.isPending} onClick={() => bring(null)}>
          {t('from_pitch')}
        </Button>
      </div>
    </>
  );
}
