/* An element whose inside is HTML written by the server (components/still.py): one component instead of hundreds. */
window.anliu = {
  Still: (props) => React.createElement(props.tag, { ...props.given, dangerouslySetInnerHTML: { __html: props.inside } }),
};
