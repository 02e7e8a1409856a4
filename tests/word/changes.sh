#!/usr/bin/env bash
# Twenty random edits of a summary, as tracked changes: in LibreOffice, all accepted they give the new text, all rejected the old. After a
# build, with LibreOffice (`soffice`) and Python. Called by .ci/run. With a number, so many edits.
set -euo pipefail
cd "$(dirname "$0")/../.."

idm=$PWD/target/release/idm
room=$PWD/target/ci-word-changes
rm -rf "$room"
mkdir -p "$room/files"
python3 tests/word/changes.py make "$idm" tests/base "$room" "${1:-20}"

office() { timeout 300 soffice "-env:UserInstallation=file://$room/profile" --headless --norestore "$@" > "$room/office.txt" 2>&1; }
# Begun for the first time, LibreOffice makes its settings. Its own programs are Basic, in a library of them.
office --convert-to txt --outdir "$room" "$room/files/old.docx" || true
mkdir -p "$room/profile/user/basic/Standard"
cat > "$room/profile/user/basic/script.xlc" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
XML
cat > "$room/profile/user/basic/Standard/script.xlb" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Changes"/>
</library:library>
XML
cat > "$room/profile/user/basic/Standard/Changes.xba" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">
Sub Decide(folder As String)
  Dim names(1000) As String, count As Integer, name As String
  name = Dir(folder &amp; "/*.docx")
  Do While name &lt;&gt; ""
    names(count) = name
    count = count + 1
    name = Dir()
  Loop
  For at = 0 To count - 1
    Told(folder &amp; "/" &amp; names(at), "AcceptAllTrackedChanges", "accepted")
    Told(folder &amp; "/" &amp; names(at), "RejectAllTrackedChanges", "rejected")
  Next
  StarDesktop.terminate()
End Sub

Sub Told(file As String, command As String, ending As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue, form(1) As New com.sun.star.beans.PropertyValue, nothingMore()
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(file), "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, nothingMore())
  form(0).Name = "FilterName" : form(0).Value = "Text (encoded)"
  form(1).Name = "FilterOptions" : form(1).Value = "UTF8,LF"
  document.storeToURL(ConvertToURL(file &amp; "." &amp; ending), form())
  document.close(True)
End Sub
</script:module>
XML
office "macro:///Standard.Changes.Decide(\"$room/files\")" || { cat "$room/office.txt"; exit 1; }
python3 tests/word/changes.py judge "$room"
