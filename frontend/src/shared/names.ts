interface Named {
  display_name: string;
  name_en?: string | null;
}

/** An organization's name as the reader would call it: English where there is one and English is read. */
export function organizationName({ display_name, name_en }: Named, language: string): string {
  return (language.startsWith('en') && name_en) || display_name;
}

interface Titled {
  title: string;
  title_en?: string | null;
}

/** A title, in English where there is one and English is read. */
export function titleOf({ title, title_en }: Titled, language: string): string {
  return (language.startsWith('en') && title_en) || title;
}

interface Pitched {
  one_liner: string;
  one_liner_en?: string | null;
}

/** A pitch's one sentence, in English where there is one and English is read. */
export function oneLiner({ one_liner, one_liner_en }: Pitched, language: string): string {
  return (language.startsWith('en') && one_liner_en) || one_liner;
}

interface Kind {
  name: string;
  name_en?: string | null;
}

/** What a kind of ticket is called, in English where it has such a name and English is read. */
export function kindName({ name, name_en }: Kind, language: string): string {
  return (language.startsWith('en') && name_en) || name;
}
