# Runs verify.ps1 of built media on the Windows of the runner, which has none of the devices: it has to get to
# its end and write its report, whatever that says.
param([string]$Media, [switch]$Version2)

$archive = (Resolve-Path (Join-Path $Media 'aero-guest-tools.zip')).Path
$target = Join-Path $env:RUNNER_TEMP 'media'
if (-not (Test-Path $target)) { Expand-Archive -Path $archive -DestinationPath $target }
$script = Join-Path $target 'verify.ps1'
$powershell = @('-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', $script)

if ($Version2) {
  & powershell.exe -Version 2 -NoProfile -Command '$PSVersionTable.PSVersion.Major' | Tee-Object -Variable major
  if ("$major".Trim() -ne '2') {
    Write-Host '::notice::this runner has no PowerShell 2.0'
    exit 0
  }
  $powershell = @('-Version', '2') + $powershell
}

& powershell.exe @powershell | Tee-Object -Variable output
$text = $output -join "`n"
if ($text -notmatch '\b(PASS|WARN|FAIL)\b') {
  Write-Host "::error::verify.ps1 did not tell a result (exit code $LASTEXITCODE)"
  exit 1
}
exit 0
