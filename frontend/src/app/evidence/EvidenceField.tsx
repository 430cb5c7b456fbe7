import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesCreateResponse, ListEvidenceTermsResponse } from '@/api';
import { listEvidenceTermsOptions } from '@/api/@tanstack/react-query.gen';
import { FileDrop } from '@/shared/files/FileDrop';
import { uploadFile } from '../upload';

const FILES = '/api/v1/files/';
const MB = 1024 * 1024;
const RULES = {
  evidence: { endings: ['.pdf', '.png', '.jpg', '.jpeg'], maxBytes: 20 * MB },
  logo: { endings: ['.png', '.jpg', '.jpeg', '.webp'], maxBytes: 2 * MB },
};

interface UploadProps {
  kind: keyof typeof RULES;
  label: string;
  onDone: (file: FilesCreateResponse) => void;
}

/** Sends one file of a kind; the answer names it for the form that wants it. */
export function Upload({ kind, label, onDone }: UploadProps) {
  return (
    <FileDrop<FilesCreateResponse>
      label={label}
      rules={RULES[kind]}
      send={(file, onProgress, signal) =>
        uploadFile<FilesCreateResponse>({ url: FILES, file, values: { kind }, onProgress, signal })
      }
      onDone={onDone}
    />
  );
}

type EvidenceKind = ListEvidenceTermsResponse[number]['kind'];

/** How long what is uploaded here is kept, by the server's rules of the day. */
function KeptFor({ kind }: { kind: EvidenceKind }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...listEvidenceTermsOptions(), staleTime: 60 * 60_000 });
  const term = data?.find((one) => one.kind === kind);
  if (!term) return null;
  return <p>{t('evidence_kept', { refused: term.refused_days, ended: term.ended_days })}</p>;
}

interface EvidenceFieldProps {
  label: string;
  /** What it is for; unknown while a person has not chosen yet. */
  kind: EvidenceKind | undefined;
  value?: string[];
  onChange?: (ids: string[]) => void;
}

/** Documents for a reviewer, as ids. Fits into an antd Form.Item; only the reviewer ever opens them. */
export function EvidenceField({ label, kind, value = [], onChange }: EvidenceFieldProps) {
  const { t } = useTranslation();
  const [names, setNames] = useState<Record<string, string>>({});
  return (
    <div>
      {kind ? <KeptFor kind={kind} /> : null}
      <Upload
        kind="evidence"
        label={label}
        onDone={({ id, name }) => {
          setNames((known) => ({ ...known, [id]: name }));
          onChange?.([...value, id]);
        }}
      />
      <ul>
        {value.map((id) => (
          <li key={id}>
            {names[id] ?? id}{' '}
            <Button type="link" danger onClick={() => onChange?.(value.filter((one) => one !== id))}>
              {t('form.delete')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
