import { Component, type ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';

type Props = {
  /** When it changes, what failed is tried again: the address of the screen. */
  readonly resetKey: string;
  readonly children: ReactNode;
};
type State = { readonly error: unknown; readonly failed: boolean; readonly key: string };

/** Keeps the failure of one screen from taking the window with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, failed: false, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error, failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.resetKey === state.key ? null : { error: null, failed: false, key: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorPanel error={this.state.error} onRetry={() => this.setState({ failed: false, error: null })} />
    );
  }
}
