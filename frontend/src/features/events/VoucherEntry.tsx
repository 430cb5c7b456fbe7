import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './events.module.css';
import { Problem } from './registering';
import type { useVoucher } from './useVoucher';

interface VoucherEntryProps {
  voucher: ReturnType<typeof useVoucher>;
  /** There is no other way in: the field is there at once. */
  isOpen: boolean;
}

/** Behind a small button, because most people have none. */
export function VoucherEntry({ voucher, isOpen }: VoucherEntryProps) {
  const { t } = useTranslation('events');
  const [isWanted, setWanted] = useState(false);
  const [code, setCode] = useState('');
  if (voucher.opened) {
    return (
      <p role="status" className={css.opened}>
        {t('voucher.applied', { code: voucher.opened.code })}{' '}
        <Button type="link" onClick={voucher.drop}>
          {t('voucher.drop')}
        </Button>
      </p>
    );
  }
  if (!isOpen && !isWanted) {
    return (
      <Button type="text" onClick={() => setWanted(true)}>
        {t('voucher.have_one')}
      </Button>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) voucher.ask(code.trim());
  };
  return (
    <form onSubmit={submit} className={css.voucher}>
      <label htmlFor="voucher">{t('voucher.code')}</label>
      <div className={css.voucherRow}>
        <Input
          id="voucher"
          size="large"
          value={code}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ target }) => setCode(target.value)}
        />
        <Button size="large" htmlType="submit" loading={voucher.isPending}>
          {t('voucher.use')}
        </Button>
      </div>
      <Problem error={voucher.error} />
    </form>
  );
}
