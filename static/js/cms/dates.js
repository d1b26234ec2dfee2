// The calendar of a field would replace what it cannot read, « 12/12/2026 à 18 h 30 », by the hour of
// now, without a word: what is typed stays, the form reads it or says what is wrong.
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
