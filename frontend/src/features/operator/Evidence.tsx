import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseEvidence } from '@/api';
import { DeckViewer } from '@/shared/deck/DeckViewer';
import { formatBytes } from '@/shared/format';
import css from './operator.module.css';
import { isRendering } from './validity';

interface EvidenceProps {
  files: CaseEvidence[];
  isDeck: boolean;
  /** A signed address no longer opens: read the case again. */
  onExpired: () => void;
}

/** The papers of a case. Their addresses are signed for this operator and hold for minutes. */
export function Evidence({ files, isDeck, onExpired }: EvidenceProps) {
  const { t } = useTranslation('operator');
  return (
    <section className={css.panel} aria-labelledby="evidence">
      <div className={css.panelHead}>
        <h2 id="evidence">{t(isDeck ? 'evidence.deck' : 'evidence.title')}</h2>
        {files.length > 0 ? (
          <button type="button" className="text-button" onClick={onExpired}>
            {t('evidence.renew')}
          </button>
        ) : null}
      </div>
      {files.length === 0 ? <p className={css.quiet}>{t('evidence.none')}</p> : null}
      {files.map((file) => (
        <Paper key={file.id} file={file} isDeck={isDeck} onExpired={onExpired} />
      ))}
      {files.length > 0 ? <p className={css.quiet}>{t('evidence.note')}</p> : null}
    </section>
  );
}

function Paper({ file, isDeck, onExpired }: { file: CaseEvidence; isDeck: boolean; onExpired: () => void }) {
  const { t } = useTranslation('operator');
  const busy = isRendering(file.state);
  return (
    <article className={css.paper} aria-label={file.name}>
      <p className={css.paperHead}>
        <a href={file.url} target="_blank" rel="noopener noreferrer">
          {t('evidence.open', { name: file.name })}
        </a>
        <span className={css.quiet}>{formatBytes(file.size)}</span>
      </p>
      {file.state === 'refused' ? <Alert type="warning" showIcon title={t('evidence.refused')} /> : null}
      {isDeck ? <DeckViewer pages={file.pages} rendering={busy} onExpired={onExpired} /> : null}
      {!isDeck && file.pages.length > 0 ? <Pages file={file} onExpired={onExpired} /> : null}
      {!isDeck && busy ? <p className={css.quiet}>{t('evidence.rendering')}</p> : null}
    </article>
  );
}

function Pages({ file, onExpired }: { file: CaseEvidence; onExpired: () => void }) {
  const { t } = useTranslation('operator');
  const [isBroken, setBroken] = useState(false);
  if (isBroken) {
    return (
      <p className={css.paperHead}>
        {t('evidence.expired')}
        <Button
          size="small"
          onClick={() => {
            setBroken(false);
            onExpired();
          }}
        >
          {t('evidence.renew')}
        </Button>
      </p>
    );
  }
  return (
    <ul className={css.pages}>
      {file.pages.map(({ number, url, width, height }) => (
        <li key={number}>
          <a href={url} target="_blank" rel="noopener noreferrer">
            <img
              src={url}
              width={width}
              height={height}
              loading="lazy"
              alt={t('evidence.page', { name: file.name, page: number })}
              onError={() => setBroken(true)}
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
