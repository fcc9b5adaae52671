/** How everything looks: colours, sizes and the habits of the components. */
import {
  ActionIcon,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  NumberInput,
  Progress,
  SegmentedControl,
  Select,
  Skeleton,
  Table,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** The blue of the water in the product's sign. */
const water: MantineColorsTuple = [
  '#e7f5fe',
  '#cde7f9',
  '#9bcdf1',
  '#66b2e9',
  '#3c9ce2',
  '#228edf',
  '#0e77c3',
  '#0270ba',
  '#00619f',
  '#005189',
];

/** Greys with a little blue, from text on dark to the darkest ground. */
const dark: MantineColorsTuple = [
  '#d5dae0',
  '#adb5be',
  '#8b95a1',
  '#67717d',
  '#3d4651',
  '#303842',
  '#262d35',
  '#1b2027',
  '#151a20',
  '#0f1317',
];

export const theme = createTheme({
  primaryColor: 'water',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { water, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '11px', sm: '12.5px', md: '13.5px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.4' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '17px', lineHeight: '1.35' },
      h2: { fontSize: '14px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', size: 'sm', radius: 'sm', tt: 'none' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    InputWrapper: Input.Wrapper.extend({
      styles: { label: { fontSize: '12px' }, description: { fontSize: '11.5px' } },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        padding: 'lg',
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.45 },
      },
      styles: { title: { fontWeight: 600, fontSize: '15px' } },
    }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' } }),
    Progress: Progress.extend({ defaultProps: { size: 6, radius: 'xl' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 7, horizontalSpacing: 12 } }),
    TagsInput: TagsInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, transitionProps: { duration: 80 }, fz: 'xs' },
    }),
  },
});

/** Lets the components' own grounds and lines follow the tokens, and with them the high-contrast set. */
const tokens = {
  '--mantine-color-body': 'var(--sl-panel)',
  '--mantine-color-text': 'var(--sl-text)',
  '--mantine-color-dimmed': 'var(--sl-text-dim)',
  '--mantine-color-default-border': 'var(--sl-line-strong)',
  '--mantine-color-placeholder': 'var(--sl-text-faint)',
  '--mantine-color-anchor': 'var(--sl-accent)',
  '--mantine-color-error': 'var(--sl-failed)',
  '--mantine-color-default': 'var(--sl-panel-2)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: tokens,
  dark: tokens,
});
