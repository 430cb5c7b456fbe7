import { organizationName } from '@/shared/names';

export interface Named {
  id: string;
  display_name: string;
  name_en?: string | null;
}

export interface OrganizationOption {
  value: string;
  label: string;
  disabled?: boolean;
}

/** What a search offers, with those chosen already in front so that each keeps its name. */
export function organizationOptions<T extends Named>(
  chosen: string[],
  known: Named[],
  found: T[],
  language: string,
  /** Why one that was found cannot be chosen; it is offered all the same, with the reason. */
  refusal: (one: T) => string | undefined = () => undefined,
): OrganizationOption[] {
  const names = new Map([...known, ...found].map((one) => [one.id, organizationName(one, language)]));
  const reasons = new Map(found.map((one) => [one.id, refusal(one)]));
  const ids = new Set([...chosen, ...found.map(({ id }) => id)]);
  return [...ids].map((id) => {
    const label = names.get(id) ?? id;
    const reason = reasons.get(id);
    return reason ? { value: id, label: `${label} · ${reason}`, disabled: true } : { value: id, label };
  });
}
