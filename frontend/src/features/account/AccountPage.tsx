import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '@/app/shell/Switches';
import { useMember } from '@/app/viewer';
import { PageHeader } from '@/shared/PageHeader';

/** Who I am here, and how this browser shows the street to me. */
export function AccountPage() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMember();
  return (
    <div className="wrap">
      <PageHeader title={t('account:title')} subtitle={me.display_name} />
      <Descriptions
        column={1}
        bordered
        items={[
          { key: 'name', label: t('account:name'), children: me.display_name },
          { key: 'email', label: t('account:email'), children: me.email || t('account:no_email') },
          { key: 'language', label: t('common:language.label'), children: <LanguageSwitch /> },
          { key: 'theme', label: t('common:theme.label'), children: <ThemeSwitch /> },
        ]}
      />
    </div>
  );
}
