/** The sheets of a template workbook beside the one to fill in: code lists and notes. They are not read. */
export const TEMPLATE_SHEETS = ['代码', '说明'] as const
