import { createTheme } from '@mantine/core';

export const theme = createTheme({ primaryColor: 'cyan', defaultRadius: 'md', fontFamily: 'system-ui, sans-serif', cursorType: 'pointer' });
