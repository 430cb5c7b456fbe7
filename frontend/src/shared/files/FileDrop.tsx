import { Button, Progress } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError } from '../apiError';
import { formatBytes, formatPercent } from '../format';
import { useRefusalText } from '../useRefusalText';
import { type FileRules, fileProblem } from './fileRules';
import css from './files.module.css';

export type Send<Answer> = (
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
) => Promise<Answer>;

interface FileDropProps<Answer> {
  label: string;
  rules: FileRules;
  /** Sends the file, usually with `uploadFile` of app/upload. */
  send: Send<Answer>;
  onDone: (answer: Answer, file: File) => void;
  disabled?: boolean;
}

type State =
  | { kind: 'idle' }
  | { kind: 'sending'; name: string; share: number }
  | { kind: 'done'; name: string }
  | { kind: 'failed'; text: string };

function useSending<Answer>({ rules, send, onDone }: FileDropProps<Answer>) {
  const { t } = useTranslation();
  const textOf = useRefusalText();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const abort = useRef<AbortController>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const take = async (file: File | undefined) => {
    if (!file || state.kind === 'sending') return;
    const { name } = file;
    const problem = fileProblem(file, rules);
    if (problem) {
      setState({ kind: 'failed', text: t(`file.${problem}`, { name, size: formatBytes(rules.maxBytes) }) });
      return;
    }
    const controller = new AbortController();
    abort.current = controller;
    setState({ kind: 'sending', name, share: 0 });
    try {
      const answer = await send(
        file,
        (share) => setState({ kind: 'sending', name, share }),
        controller.signal,
      );
      setState({ kind: 'done', name });
      onDone(answer, file);
    } catch (error) {
      const { code, fields } = toApiError(error);
      if (code === 'aborted') {
        setState({ kind: 'idle' });
        return;
      }
      setState({ kind: 'failed', text: Object.values(fields).flat()[0] ?? textOf(error) });
    }
  };
  return { state, take, cancel: () => abort.current?.abort() };
}

/** Takes one file by drop or by choosing, checks it, sends it with progress and says how it went. */
export function FileDrop<Answer>(props: FileDropProps<Answer>) {
  const { t, i18n } = useTranslation();
  const { label, rules, disabled } = props;
  const { state, take, cancel } = useSending(props);
  const [over, setOver] = useState(false);
  const id = useId();
  const busy = disabled || state.kind === 'sending';
  const hint = t('file.hint', {
    types: rules.endings.map((ending) => ending.slice(1).toUpperCase()).join(' / '),
    size: formatBytes(rules.maxBytes),
  });
  return (
    <div className={css.drop}>
      <label
        htmlFor={id}
        className={`${css.zone} ${over ? css.over : ''} ${busy ? css.busy : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!busy) void take(event.dataTransfer.files[0]);
        }}
      >
        <strong>{label}</strong>
        <span>{t('file.drop')}</span>
        <span className={css.hint}>{hint}</span>
        <input
          id={id}
          className={css.input}
          type="file"
          accept={rules.endings.join(',')}
          disabled={busy}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </label>
      <div role="status" className={css.status}>
        {state.kind === 'sending' ? (
          <>
            <span>
              {t('file.uploading', { name: state.name, percent: formatPercent(state.share, i18n.language) })}
            </span>
            <Progress percent={Math.round(state.share * 100)} showInfo={false} aria-label={label} />
            <Button onClick={cancel}>{t('file.cancel')}</Button>
          </>
        ) : null}
        {state.kind === 'done' ? (
          <span className={css.done}>{t('file.done', { name: state.name })}</span>
        ) : null}
        {state.kind === 'failed' ? <span className={css.failed}>{state.text}</span> : null}
      </div>
    </div>
  );
}
