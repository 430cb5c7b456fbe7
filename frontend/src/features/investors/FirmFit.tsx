import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pitchesListOptions } from '@/api/@tanstack/react-query.gen';
import { rolesOf, useViewer } from '@/app/viewer';
import { FitPanel } from '@/app/why/FitPanel';
import { Panel } from '@/shared/detail/Panel';
import { oneLiner, organizationName } from '@/shared/names';

/** Why this firm fits one of the viewer's own projects. Nothing for those who have none. */
export function FirmFit({ firmId }: { firmId: string }) {
  const { t, i18n } = useTranslation('investors');
  const isStartup = rolesOf(useViewer() ?? null).has('startup');
  const [chosen, setChosen] = useState<string>();
  const own = useQuery({ ...pitchesListOptions({ query: { mine: true } }), enabled: isStartup });
  const pitches = own.data?.results ?? [];
  const pitch =
    pitches.find(({ id }) => id === chosen) ??
    pitches.find(({ state }) => state === 'published') ??
    pitches[0];
  if (!pitch) return null;
  return (
    <Panel id="fit" title={t('firm.fit', { company: organizationName(pitch.organization, i18n.language) })}>
      {pitches.length > 1 ? (
        <Select
          value={pitch.id}
          onChange={setChosen}
          aria-label={t('firm.choose_pitch')}
          options={pitches.map((one) => ({ value: one.id, label: oneLiner(one, i18n.language) || one.id }))}
        />
      ) : null}
      <FitPanel pitchId={pitch.id} firmId={firmId} />
    </Panel>
  );
}
