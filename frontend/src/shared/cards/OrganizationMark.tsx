import css from './cards.module.css';

interface OrganizationMarkProps {
  name: string;
  logoUrl: string | null;
  size?: number;
}

/** The logo, or the first sign of the name on a tile. Decorative: the name always stands beside it. */
export function OrganizationMark({ name, logoUrl, size = 44 }: OrganizationMarkProps) {
  const style = { width: size, height: size, fontSize: size * 0.42 };
  if (logoUrl) return <img className={css.logo} src={logoUrl} alt="" style={style} loading="lazy" />;
  return (
    <span className={css.letter} style={style} aria-hidden="true">
      {[...name][0] ?? ''}
    </span>
  );
}
