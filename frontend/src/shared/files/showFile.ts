import { saveFile } from './saveFile';

/** Opens a tab for a file that is still being made: browsers allow it only in the moment of the click. Without a file it closes
 * again; where no tab can be opened the file is saved. */
export function showFile(name: string): (file: Blob | null) => void {
  const tab = window.open('', '_blank');
  return (file) => {
    if (!file) tab?.close();
    else if (tab) tab.location.href = URL.createObjectURL(file);
    else saveFile(file, name);
  };
}
