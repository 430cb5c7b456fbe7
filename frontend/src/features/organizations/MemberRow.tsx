import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ListMembersResponse } from '@/api';
import {
  offerOwnershipMutation,
  removeMemberMutation,
  updateMemberMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { OwnTitle } from './OwnTitle';
import css from './organizations.module.css';
import type { Organization } from './search';

const ROLES = ['admin', 'member', 'reader'] as const;

interface OfMember {
  member: ListMembersResponse[number];
  organization: Organization;
}

const mayOn = (member: OfMember['member'], act: string) => member.allowed_actions.includes(act);

function Role({ member, organization }: OfMember) {
  const { t } = useTranslation(['organizations', 'common']);
  const path = { organization_id: organization.id, member_id: member.id };
  const update = useMutation({ ...updateMemberMutation(), ...useTold()(t('common:form.saved')) });
  if (!mayOn(member, 'change_role') || member.role === 'owner') {
    return <span>{t(`organizations:role.${member.role}`)}</span>;
  }
  return (
    <Select
      aria-label={t('organizations:member.role_of', { name: member.display_name })}
      value={member.role}
      options={ROLES.map((value) => ({ value, label: t(`organizations:role.${value}`) }))}
      onChange={(role) => update.mutate({ path, body: { role: role as (typeof ROLES)[number] } })}
      style={{ minWidth: 112 }}
    />
  );
}

function OfferOwnership({ member, organization }: OfMember) {
  const { t } = useTranslation('organizations');
  const confirm = useConfirm();
  const offer = useMutation({ ...offerOwnershipMutation(), ...useTold()(t('ownership.offered')) });
  const path = { organization_id: organization.id };
  return (
    <Button
      onClick={() =>
        confirm({
          title: t('ownership.ask', { name: member.display_name }),
          text: t('ownership.text'),
          ok: t('ownership.offer'),
          act: () => offer.mutateAsync({ path, body: { member_id: member.id } }),
        })
      }
    >
      {t('ownership.offer')}
    </Button>
  );
}

function RemoveMember({ member, organization }: OfMember) {
  const { t } = useTranslation('organizations');
  const confirm = useConfirm();
  const remove = useMutation({ ...removeMemberMutation(), ...useTold()(t('member.removed')) });
  const path = { organization_id: organization.id, member_id: member.id };
  return (
    <Button
      danger
      onClick={() =>
        confirm({
          title: t('member.remove_ask', { name: member.display_name }),
          ok: t('member.remove'),
          act: () => remove.mutateAsync({ path }),
        })
      }
    >
      {t('member.remove')}
    </Button>
  );
}

/** One person here: who, with which role, and what the viewer may do about it. */
export function MemberRow({ member, organization }: OfMember) {
  const { t } = useTranslation('organizations');
  const canOffer = organization.allowed_actions.includes('offer_ownership') && !member.is_me;
  return (
    <li className={css.row}>
      <div className={css.grow}>
        <strong>{member.display_name}</strong> {member.is_me ? t('member.me') : null}
        <p>{[member.title, member.email].filter(Boolean).join(' · ')}</p>
        {mayOn(member, 'confirm_title') ? (
          <OwnTitle member={member} organizationId={organization.id} />
        ) : null}
      </div>
      <div className={css.acts}>
        <Role member={member} organization={organization} />
        {canOffer ? <OfferOwnership member={member} organization={organization} /> : null}
        {mayOn(member, 'remove_member') ? <RemoveMember member={member} organization={organization} /> : null}
      </div>
    </li>
  );
}
