import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Hands this page to the phone's own share sheet, or copies its address where there is none. */
export function ShareButton({ title }: { title: string }) {
  const { t } = useTranslation('cards');
  const { message } = App.useApp();
  const share = async () => {
    const url = window.location.href.split('#')[0] ?? '';
    if (typeof navigator.share === 'function') {
      // Closing the sheet rejects too; that is nobody's mistake.
      await navigator.share({ title, url }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(url);
      void message.success(t('share.copied'));
    } catch {
      void message.info(url);
    }
  };
  return <Button onClick={() => void share()}>{t('share.button')}</Button>;
}
