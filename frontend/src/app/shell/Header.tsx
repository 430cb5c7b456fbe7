import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Brandmark } from '@/shared/Brandmark';
import { Icon } from '@/shared/icons';
import { Bell } from '../notices/Bell';
import { signOut } from '../session';
import { useDarkMode } from '../theme/useDarkMode';
import { useViewer, type Viewer } from '../viewer';
import { Disclosure } from './Disclosure';
import { accountNav, mainNav, menuNav } from './nav';
import { LanguageSwitch, ThemeSwitch } from './Switches';
import css from './shell.module.css';
import { useKnownRoutes } from './useKnownRoutes';

function ThemeMenu() {
  const { t } = useTranslation();
  const dark = useDarkMode();
  return (
    <Disclosure label={t('theme.label')} button={<Icon name={dark ? 'moon' : 'sun'} />}>
      {() => <ThemeSwitch />}
    </Disclosure>
  );
}

function AccountMenu({ viewer }: { viewer: NonNullable<Viewer> }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const items = useKnownRoutes(accountNav());
  const leave = async () => {
    await signOut(queryClient);
    await navigate({ to: '/' });
  };
  return (
    <Disclosure
      label={t('a11y.account_menu', { name: viewer.display_name })}
      button={<span className={css.avatar}>{[...viewer.display_name][0] ?? '?'}</span>}
    >
      {(close) => (
        <div className={css.menu}>
          <p className={css.menuHead}>
            <strong>{viewer.display_name}</strong>
            {viewer.organizations.map(({ id, display_name }) => (
              <span key={id}>{display_name}</span>
            ))}
          </p>
          {items.map(({ key, href }) => (
            <AppLink key={key} href={href} onClick={close}>
              {t(`nav.${key}`)}
            </AppLink>
          ))}
          <button type="button" onClick={() => void leave()}>
            {t('nav.sign_out')}
          </button>
        </div>
      )}
    </Disclosure>
  );
}

/** On phones the bottom bar carries the main entries; this menu holds the rest of them and the switches. */
function PhoneMenu({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  const items = useKnownRoutes(menuNav(viewer));
  return (
    <Disclosure label={t('a11y.menu')} button={<Icon name="menu" />}>
      {(close) => (
        <div className={css.menu}>
          {items.map(({ key, href }) => (
            <AppLink key={key} href={href} onClick={close}>
              {t(`nav.${key}`)}
            </AppLink>
          ))}
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      )}
    </Disclosure>
  );
}

function SignIn() {
  const { t } = useTranslation();
  return (
    <AppLink href="/login" className={css.signIn}>
      {t('nav.login')}
    </AppLink>
  );
}

export function Header() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const items = useKnownRoutes(mainNav(viewer ?? null));
  return (
    <header className={css.header}>
      <div className={`wrap ${css.headerRow}`}>
        <AppLink href="/" className={css.brand}>
          <Brandmark />
          <span className={css.brandLong}>{t('brand.name')}</span>
          <span className={css.brandShort}>{t('brand.short')}</span>
        </AppLink>
        <nav aria-label={t('a11y.main_nav')} className={css.nav}>
          {items.map(({ key, href }) => (
            <AppLink key={key} href={href} current={href.split('/').length > 2 ? 'prefix' : 'exact'}>
              {t(`nav.${key}`)}
            </AppLink>
          ))}
        </nav>
        <div className={css.tools}>
          <div className={css.desktopOnly}>
            <LanguageSwitch />
            <ThemeMenu />
          </div>
          {viewer ? (
            <>
              <div className={css.desktopOnly}>
                <Bell />
              </div>
              <AccountMenu viewer={viewer} />
            </>
          ) : null}
          {viewer === null ? <SignIn /> : null}
          <div className={css.phoneOnly}>
            <PhoneMenu viewer={viewer ?? null} />
          </div>
        </div>
      </div>
    </header>
  );
}
