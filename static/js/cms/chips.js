// Editors' admin: a figure cited in a text is a chip, chosen in a list. `cms/facts/chooser.py` says
// what becomes of it.
(() => {
  const { React, DraftJS, draftail } = window;

  class FactSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.factChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    onChosen({ key, label, figure }) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "IMMUTABLE", { key, label });
      const entity = content.getLastCreatedEntityKey();
      const selection = editorState.getSelection();
      const next = DraftJS.Modifier.replaceText(content, selection, figure, null, entity);
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, next, "insert-characters"));
    }
  }

  function FactChip({ entityKey, contentState, children }) {
    const { label } = contentState.getEntity(entityKey).getData();
    return React.createElement("span", { className: "cu-chip", title: label }, children);
  }

  draftail.registerPlugin(
    { type: "FACT", source: FactSource, decorator: FactChip },
    "entityTypes",
  );
})();
