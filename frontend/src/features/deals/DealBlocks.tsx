import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { useLabels } from '@/shared/cards/useLabels';
import { Panel } from '@/shared/detail/Panel';
import { type Fact, Facts, fact } from '@/shared/Facts';
import { Icon } from '@/shared/icons';
import { Money } from '@/shared/Money';
import { Markdown } from '@/shared/markdown/Markdown';
import { DeckSection } from './DeckSection';
import css from './deal.module.css';
import { LockNote } from './LockNote';

type Blocks = Pitch['blocks'];

interface BlockProps {
  name: keyof Blocks;
  pitch: Pitch;
  children: ReactNode;
}

/** A part with its heading; shut parts say why, and open ones that are not public say for whom they are. */
function Block({ name, pitch, children }: BlockProps) {
  const label = useLabels();
  const { readable, visibility, why } = pitch.blocks[name];
  return (
    <Panel
      id={`block-${name}`}
      title={label('block', name)}
      note={
        readable && visibility !== 'public' ? (
          <span className={css.visibility}>
            <Icon name="shield" size={15} />
            {label('visibility', visibility)}
          </span>
        ) : null
      }
    >
      {readable ? children : <LockNote block={name} why={why} pitch={pitch} />}
    </Panel>
  );
}

function Team({ data }: { data: Blocks['team']['data'] }) {
  const { t } = useTranslation('deals');
  if (!data) return null;
  const share = data.rd_share_pct === null ? null : `${data.rd_share_pct}%`;
  return (
    <>
      <Facts
        facts={[
          [t('team.headcount'), data.headcount],
          [t('team.rd_share'), share],
        ]}
      />
      <ul className={css.people}>
        {data.members.map((member) => (
          <li key={member.id}>
            <p>
              <strong>{member.name}</strong> <span className={css.role}>{member.role}</span>
              {member.role_confirmed_at ? (
                <span className={css.confirmed}>
                  <Icon name="check" size={14} />
                  {t('team.confirmed')}
                </span>
              ) : null}
            </p>
            {member.background ? <p className={css.small}>{member.background}</p> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Traction({ data }: { data: Blocks['traction']['data'] }) {
  const { t } = useTranslation('deals');
  if (!data) return null;
  const revenue: Fact[] = data.revenue_years.map((amount, back) =>
    fact(t(`traction.revenue_${back as 0 | 1 | 2}`), <Money value={amount} />),
  );
  const money = (value: typeof data.cash) => (value ? <Money value={value} /> : null);
  return (
    <>
      <Facts
        facts={[
          ...revenue,
          [t('traction.margin'), data.gross_margin_pct === null ? null : `${Number(data.gross_margin_pct)}%`],
          [t('traction.customers'), data.customers],
          [t('traction.letters'), data.letters_of_intent],
          [t('traction.cash'), money(data.cash)],
          [t('traction.burn'), money(data.monthly_burn)],
          [
            t('traction.runway'),
            data.runway_months === null ? null : t('traction.months', { count: data.runway_months }),
          ],
        ]}
      />
      {data.key_contracts ? <p className={css.prose}>{data.key_contracts}</p> : null}
    </>
  );
}

function Ip({ data }: { data: Blocks['ip']['data'] }) {
  const { t } = useTranslation('deals');
  if (!data) return null;
  return (
    <>
      <Facts
        facts={[
          [t('ip.granted'), data.patents_granted],
          [t('ip.pending'), data.patents_pending],
          [t('ip.software'), data.software_copyrights],
          [t('ip.standards'), data.standards],
        ]}
      />
      {data.note ? <p className={css.prose}>{data.note}</p> : null}
    </>
  );
}

function isBlank(data: object | null): boolean {
  return !data || Object.values(data).every((value) => value === null || value === '' || value?.length === 0);
}

/** Everything of the pitch below its headline. Parts that are open and empty are left out. */
export function DealBlocks({ pitch }: { pitch: Pitch }) {
  const { t, i18n } = useTranslation('deals');
  const { story, team, traction, ip, needs, deck } = pitch.blocks;
  const shown = (name: keyof Blocks) => !pitch.blocks[name].readable || !isBlank(pitch.blocks[name].data);
  const words =
    i18n.language.startsWith('en') && story.data?.story_en ? story.data.story_en : story.data?.story;
  return (
    <>
      {shown('story') ? (
        <Block name="story" pitch={pitch}>
          <Markdown source={words ?? ''} />
        </Block>
      ) : null}
      {shown('team') ? (
        <Block name="team" pitch={pitch}>
          <Team data={team.data} />
        </Block>
      ) : null}
      {!deck.readable || deck.data?.state ? (
        <Block name="deck" pitch={pitch}>
          <DeckSection pitch={pitch} />
        </Block>
      ) : null}
      {shown('traction') ? (
        <Block name="traction" pitch={pitch}>
          <Traction data={traction.data} />
        </Block>
      ) : null}
      {shown('ip') ? (
        <Block name="ip" pitch={pitch}>
          <Ip data={ip.data} />
        </Block>
      ) : null}
      {shown('needs') ? (
        <Block name="needs" pitch={pitch}>
          <Facts
            facts={(['space', 'pilot_customer', 'talent', 'policy'] as const).map((need) => [
              t(`needs.${need}`),
              needs.data?.[need],
            ])}
          />
        </Block>
      ) : null}
    </>
  );
}
