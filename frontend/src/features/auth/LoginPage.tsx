import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchSession, type Session } from '@/app/session';
import { homeOf, refreshViewer } from '@/app/viewer';
import { LoadingState } from '@/shared/states/LoadingState';
import { usePageTitle } from '@/shared/usePageTitle';
import css from './auth.module.css';
import { type DemoPerson, DemoSignIns, useDemoPeople } from './DemoSignIns';
import type { Mode } from './search';
import { type Pending, pendingOf } from './steps';

// The page stands before its forms are there.
const CodeForm = lazy(() => import('./CodeForm').then((file) => ({ default: file.CodeForm })));
const forms = () => import('./StartForms');
const CodeRequestForm = lazy(() => forms().then((file) => ({ default: file.CodeRequestForm })));
const PasswordForm = lazy(() => forms().then((file) => ({ default: file.PasswordForm })));
const ResetForm = lazy(() => forms().then((file) => ({ default: file.ResetForm })));
const ResetRequestForm = lazy(() => forms().then((file) => ({ default: file.ResetRequestForm })));
const SignUpForm = lazy(() => forms().then((file) => ({ default: file.SignUpForm })));

const route = getRouteApi('/login');
const FORMS = { code: CodeRequestForm, signup: SignUpForm, reset: ResetRequestForm } as const;
const OTHERS: Record<Mode, Mode[]> = {
  password: ['code', 'reset', 'signup'],
  code: ['password', 'signup'],
  signup: ['password', 'code'],
  reset: ['password', 'code'],
};

/** Where the person stands on the way in; a reload in the middle finds the same step. */
function useSignIn(next: string | undefined) {
  const queryClient = useQueryClient();
  const navigate = route.useNavigate();
  const [pending, setPending] = useState<Pending | null>(null);
  const [stale, setStale] = useState(false);

  const onDone = (session: Session) => {
    setStale(false);
    setPending(pendingOf(session));
    if (!session.authenticated) return;
    void refreshViewer(queryClient).then((viewer) =>
      navigate({ href: next ?? homeOf(viewer), replace: true }),
    );
  };
  const restart = () => {
    setPending(null);
    setStale(true);
  };
  useEffect(() => {
    let here = true;
    fetchSession().then(
      (session) => here && setPending(pendingOf(session)),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return { pending, stale, onDone, restart, leave: () => setPending(null) };
}

/** The way in for everybody: password or code, sign-up, a new password, and the second factor. */
export function LoginPage() {
  const { t } = useTranslation('auth');
  const { mode = 'password', next } = route.useSearch();
  const navigate = route.useNavigate();
  const people = useDemoPeople();
  const [person, setPerson] = useState<DemoPerson | null>(null);
  const { pending, stale, onDone, restart, leave } = useSignIn(next);
  const title = t(pending ? `step.${pending}` : `title.${mode}`);
  usePageTitle(title);

  const filled = person ? { login: person.email, password: person.password } : null;
  const demoCode = people.find(({ email }) => email === person?.email)?.second_factor ?? '';
  const Start = mode === 'password' ? null : FORMS[mode];
  const pick = (chosen: DemoPerson) => {
    leave();
    setPerson(chosen);
    void navigate({ search: next ? { next } : {}, replace: true });
  };
  return (
    <div className={css.page}>
      <section className={css.card}>
        <h1>{title}</h1>
        <p className={css.lead}>{t(pending ? `step.${pending}_text` : `lead.${mode}`)}</p>
        {stale ? (
          <p role="alert" className={css.problem}>
            {t('step.stale')}
          </p>
        ) : null}
        <Suspense fallback={<LoadingState height={308} />}>
          {pending === 'password_reset_by_code' ? <ResetForm onDone={onDone} onStale={restart} /> : null}
          {pending && pending !== 'password_reset_by_code' ? (
            <CodeForm key={pending} step={pending} demoCode={demoCode} onDone={onDone} onStale={restart} />
          ) : null}
          {!pending && mode === 'password' ? <PasswordForm onDone={onDone} filled={filled} /> : null}
          {!pending && Start ? <Start key={mode} onDone={onDone} /> : null}
        </Suspense>
        {pending ? (
          <button type="button" className="text-button" onClick={leave}>
            {t('step.back')}
          </button>
        ) : null}
        {pending ? null : (
          <nav className={css.others} aria-label={t('others')}>
            {OTHERS[mode].map((other) => (
              <Link key={other} to="/login" search={{ mode: other, ...(next ? { next } : {}) }} replace>
                {t(`go.${other}`)}
              </Link>
            ))}
          </nav>
        )}
      </section>
      {pending ? null : <DemoSignIns people={people} onPick={pick} />}
    </div>
  );
}
