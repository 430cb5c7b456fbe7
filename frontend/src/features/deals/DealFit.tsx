import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { useViewer } from '@/app/viewer';
import { FitPanel } from '@/app/why/FitPanel';
import { Panel } from '@/shared/detail/Panel';

/** Why this project fits the viewer's firm. Nothing for those who act for no firm. */
export function DealFit({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('deals');
  const firms = (useViewer()?.organizations ?? []).filter(({ kind }) => kind === 'investment_firm');
  const [chosen, setChosen] = useState<string>();
  const firm = firms.find(({ id }) => id === chosen) ?? firms[0];
  if (!firm || pitch.state !== 'published') return null;
  return (
    <Panel id="fit" title={t('deal.fit', { firm: firm.display_name })}>
      {firms.length > 1 ? (
        <Select
          value={firm.id}
          onChange={setChosen}
          aria-label={t('nda.firm')}
          options={firms.map(({ id, display_name }) => ({ value: id, label: display_name }))}
        />
      ) : null}
      <FitPanel pitchId={pitch.id} firmId={firm.id} />
    </Panel>
  );
}
